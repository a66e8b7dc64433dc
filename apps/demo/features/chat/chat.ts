import { z } from 'zod';

/** A message, as stored and as `new-message` carries it. `timestamp` is ISO 8601 in UTC. */
export const chatMessageSchema = z.object({
  id: z.number(),
  user: z.string(),
  message: z.string(),
  timestamp: z.string(),
  userId: z.union([z.string(), z.number()]).transform(String),
});
export type ChatMessage = z.output<typeof chatMessageSchema>;

/** The body of `POST /api/chat`. The author comes from the session, not from the body. */
export const newMessageSchema = z.strictObject({
  message: z.string().trim().min(1, 'Write something first.').max(1000, 'At most 1,000 characters.'),
});

/** The `user_info` of a member of the presence channel. */
export const chatMemberSchema = z.object({ name: z.string(), role: z.string() });
