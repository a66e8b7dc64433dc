import { z } from 'zod';

/** A message as it is stored and as `new-message` carries it; `timestamp` is ISO 8601 in UTC. */
export const chatMessageSchema = z.object({
  id: z.number(),
  user: z.string(),
  message: z.string(),
  timestamp: z.string(),
  userId: z.union([z.string(), z.number()]).transform(String),
});
export type ChatMessage = z.output<typeof chatMessageSchema>;

/** The body of `POST /api/chat`; who writes is read from the session, not from here. */
export const newMessageSchema = z.strictObject({
  message: z.string().trim().min(1, 'Write something first.').max(1000, 'At most 1,000 characters.'),
});

/** What the chat's presence channel tells of a person. */
export const chatMemberSchema = z.object({ name: z.string(), role: z.string() });
