import { z } from 'zod';

// The content security policy forbids code that is made from text. Zod would try it for speed, and every page be reported for that.
z.config({ jitless: true });
