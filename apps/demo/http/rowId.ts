import { z } from 'zod';

/** The id of a row: a positive PostgreSQL `integer`. */
export const rowId = z.int().min(1, 'An id, 1 or more.').max(2_147_483_647, 'No id is that large.');
