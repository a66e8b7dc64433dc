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
  { href: '/', label: 'Overview', icon: House, about: 'What this is, and what is live.' },
  {
    href: '/app/invoices',
    label: 'Invoices',
    icon: ReceiptText,
    about: 'A list, its figures and every invoice follow each payment, wherever it is made.',
  },
  {
    href: '/orders',
    label: 'Orders',
    icon: UtensilsCrossed,
    about: 'A kitchen board that is pushed while it can be, polled while it cannot, and says which.',
  },
  {
    href: '/print-jobs',
    label: 'Print jobs',
    icon: Printer,
    about: 'Kitchen tickets, printed by a program of its own that may crash at any moment and loses none.',
  },
  {
    href: '/chat',
    label: 'Chat',
    icon: MessagesSquare,
    about: 'Who is online, who is typing, and a history that has no holes.',
  },
  {
    href: '/leaderboard',
    label: 'Leaderboard',
    icon: Trophy,
    about: 'Scores that re-rank everybody at once, with nothing fetched.',
  },
  {
    href: '/notifications',
    label: 'Notifications',
    icon: BellRing,
    about: 'A channel for each person that follows whoever is signed in.',
  },
  {
    href: '/classes',
    label: 'Classes',
    icon: GraduationCap,
    about: 'Lessons and progress that a whole class sees together.',
  },
  {
    href: '/pusher-test',
    label: 'Playground',
    icon: FlaskConical,
    about: 'Listen to anything, send anything, and see every message.',
  },
  {
    href: '/settings/push-notifications',
    label: 'Settings',
    icon: Settings,
    about: 'Switch real time off and on; open pages follow at once.',
  },
];
