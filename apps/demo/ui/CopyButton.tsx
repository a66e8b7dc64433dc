'use client';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './Button.tsx';

interface CopyButtonProps {
  /** A path of this site; its full URL is copied. */
  readonly path: string;
  readonly label: string;
  readonly className?: string;
}

/** Copies a URL of this site to the clipboard. */
export function CopyButton({ path, label, className }: CopyButtonProps) {
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  useEffect(() => {
    if (copied === 'no') return;
    const timer = setTimeout(() => setCopied('no'), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    const written = await navigator.clipboard
      ?.writeText(new URL(path, location.href).href)
      .then(() => true)
      .catch(() => false);
    setCopied(written ? 'yes' : 'failed');
  };
  return (
    <Button look="plain" className={className} onClick={() => void copy()}>
      {copied === 'yes' ? <Check aria-hidden /> : <Copy aria-hidden />}
      <span aria-live="polite">{{ no: label, yes: 'Copied', failed: 'Not allowed' }[copied]}</span>
    </Button>
  );
}
