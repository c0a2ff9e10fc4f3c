import { ROUTES } from "@catalyst/api";
import { z } from "zod";

const { task: Reference } = ROUTES.getTask.request.params.shape;

/** A task as a model names it: its number as one or as text, or the beginning of its id. */
export const TaskReference = z
  .union([z.int().min(1).max(999_999_999), Reference])
  .transform(String)
  .describe("The task's number, or the beginning of its id");

/** For everything that changes something. */
export const OnceKey = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[\x21-\x7e]+$/)
  .optional()
  .describe("Of two calls with the same key one is done, and both get its answer: name what may be asked again");
