import { z } from "zod";

const MAX_TEXT_LENGTH = 5 * 1024 * 1024;

/** A text that is too long to be told, or an image, as a file that an agent can read (`ENVIRONMENT_PATHS.context`). */
export const ContextFile = z.object({
  name: z.string().regex(/^[a-z\d][a-z\d.-]{0,100}$/),
  text: z.string().max(MAX_TEXT_LENGTH),
  /** How its bytes are written in `text`; absent: as what it says. */
  encoding: z.literal("base64").optional(),
});
export type ContextFile = z.infer<typeof ContextFile>;
