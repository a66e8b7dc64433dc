import Link from 'next/link';

/** The logo and name; links to the overview. */
export function Brand() {
  return (
    <Link
      href="/"
      className="flex w-fit items-center gap-2.5 rounded-md font-semibold text-[0.9375rem] tracking-tight"
    >
      <svg viewBox="0 0 32 32" aria-hidden="true" className="size-7">
        <rect width="32" height="32" rx="9" className="fill-action" />
        <path
          d="M7 17h4l3-8 4 15 3.200-7H25"
          className="fill-none stroke-on-action"
          strokeWidth="2.600"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <span className="max-[30rem]:sr-only">ChannelKit</span>
    </Link>
  );
}
