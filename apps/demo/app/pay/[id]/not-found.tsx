import { Link2Off } from 'lucide-react';
import { cookies } from 'next/headers';
import { PayFrame } from '@/features/invoices/pay/PayFrame';
import { readTheme, themeCookie } from '@/shell/theme';
import { EmptyState } from '@/ui/EmptyState';

/** The page for an invalid pay link: forged, expired, or for an invoice that does not exist. */
export default async function PayNotFound() {
  const theme = readTheme((await cookies()).get(themeCookie)?.value);
  return (
    <PayFrame theme={theme}>
      <EmptyState heading="h1" icon={<Link2Off />} title="This link does not open an invoice">
        It may be incomplete or expired. Ask the sender for a new one.
      </EmptyState>
    </PayFrame>
  );
}
