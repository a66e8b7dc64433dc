'use client';
import { useMutation } from '@tanstack/react-query';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { callApi } from '@/http/callApi';
import { Button } from '@/ui/Button';
import { Menu, MenuChoice, MenuChoices } from '@/ui/Menu';
import { readTheme, type Theme } from './theme.ts';

const choices = [
  { theme: 'system', label: 'System', icon: Monitor },
  { theme: 'light', label: 'Light', icon: Sun },
  { theme: 'dark', label: 'Dark', icon: Moon },
] as const;

function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** Selects light, dark, or the device's setting; stored in a cookie. */
export function ThemeMenu({ initial }: { readonly initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  const keep = useMutation({
    mutationFn: (choice: Theme) => callApi('/api/theme', { method: 'POST', body: { theme: choice } }),
  });
  const Icon = choices.find((choice) => choice.theme === theme)?.icon ?? Monitor;
  const choose = (value: string) => {
    setTheme(readTheme(value));
    applyTheme(readTheme(value));
    keep.mutate(readTheme(value));
  };
  return (
    <Menu
      trigger={
        <Button look="quiet" size="icon" aria-label={`Appearance: ${theme}`}>
          <Icon />
        </Button>
      }
    >
      <MenuChoices value={theme} onValueChange={choose}>
        {choices.map(({ theme: value, label, icon: ChoiceIcon }) => (
          <MenuChoice key={value} value={value}>
            <ChoiceIcon aria-hidden />
            {label}
          </MenuChoice>
        ))}
      </MenuChoices>
    </Menu>
  );
}
