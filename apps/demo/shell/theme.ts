/** The themes; `system` follows the device. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** The cookie that stores the choice, so that the server's HTML has it. */
export const themeCookie = 'theme';

/** A stored choice, or `system` for anything else. */
export const readTheme = (value: string | undefined): Theme =>
  themes.find((theme) => theme === value) ?? 'system';
