import { z } from 'zod';

// Zod would compile validators with eval, which the content security policy forbids and browsers report.
z.config({ jitless: true });
