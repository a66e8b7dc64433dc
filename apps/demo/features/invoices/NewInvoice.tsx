'use client';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { NewInvoiceForm } from './NewInvoiceForm.tsx';

/** The button that opens the form for a new invoice. */
export function NewInvoice() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        New invoice
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="New invoice"
        description="The invoice is open as soon as it is created, and can be paid through its link."
      >
        <NewInvoiceForm onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
