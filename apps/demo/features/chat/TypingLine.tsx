const words = (names: readonly string[]): string => {
  if (names.length === 0) return '';
  return names.length === 1 ? `${names[0]} is typing…` : `${names.slice(0, 3).join(', ')} are typing…`;
};

/** Who is typing. Keeps its height when nobody is. */
export function TypingLine({ names }: { readonly names: readonly string[] }) {
  return (
    <p aria-live="polite" className="h-6 px-5 text-ink-faint text-xs">
      {words(names)}
    </p>
  );
}
