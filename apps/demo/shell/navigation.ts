import {
  BellRing,
  FlaskConical,
  GraduationCap,
  House,
  type LucideIcon,
  MessagesSquare,
  Printer,
  ReceiptText,
  Settings,
  Trophy,
  UtensilsCrossed,
} from 'lucide-react';

export interface NavigationItem {
  readonly href: string;
  readonly label: string;
  readonly icon: LucideIcon;
  /** A line about the page, for the overview. */
  readonly about: string;
}

/** The pages in the order of the sidebar. */
export const navigation: readonly NavigationItem[] = [
  { href: '/', label: 'Overview', icon: House, about: 'What the demo is, and what is live.' },
  {
    href: '/app/invoices',
    label: 'Invoices',
    icon: ReceiptText,
    about: 'A list, its totals and every invoice update on each payment, in every window.',
  },
  {
    href: '/orders',
    label: 'Orders',
    icon: UtensilsCrossed,
    about: 'A kitchen board that updates by events, falls back to polling, and shows which.',
  },
  {
    href: '/print-jobs',
    label: 'Print jobs',
    icon: Printer,
    about: 'Kitchen tickets, printed by a separate program that can crash at any time without losing one.',
  },
  {
    href: '/chat',
    label: 'Chat',
    icon: MessagesSquare,
    about: 'Who is online, who is typing, and a history without gaps.',
  },
  {
    href: '/leaderboard',
    label: 'Leaderboard',
    icon: Trophy,
    about: 'Scores that re-rank every window at once, without a fetch.',
  },
  {
    href: '/notifications',
    label: 'Notifications',
    icon: BellRing,
    about: 'Each person has their own channel; it follows the signed-in person.',
  },
  {
    href: '/classes',
    label: 'Classes',
    icon: GraduationCap,
    about: 'Lessons and progress, shared by a whole class.',
  },
  {
    href: '/pusher-test',
    label: 'Playground',
    icon: FlaskConical,
    about: 'Subscribe to channels, send test events, and see every message.',
  },
  {
    href: '/settings/push-notifications',
    label: 'Settings',
    icon: Settings,
    about: 'Switch real time on or off; open pages follow at once.',
  },
];
