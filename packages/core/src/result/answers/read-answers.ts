import { z } from "zod";
import { MAX_ANSWER_LENGTH, MAX_ANSWERS, type ThreadAnswer } from "./thread-answer.ts";

/** A longer file isn't looked at. */
export const MAX_ANSWERS_BYTES = 512 * 1024;

const Written = z.object({ answers: z.array(z.unknown()) });

/** What agents get wrong of it and what can be understood all the same is taken. */
const WrittenAnswer = z.object({
  comment: z.union([z.int().positive().transform(String), z.string().trim().min(1).max(64)]),
  done: z.boolean().catch(false),
  text: z
    .string()
    .catch("")
    .transform((text) => text.trim().slice(0, MAX_ANSWER_LENGTH)),
});

/** The answers in a text, the last one for each thread; none where it isn't in the form that was asked for. */
export function readAnswers(text: string): ThreadAnswer[] {
  const written = text.length > MAX_ANSWERS_BYTES ? undefined : Written.safeParse(parse(text)).data;
  const answers = (written?.answers ?? []).flatMap((answer) => WrittenAnswer.safeParse(answer).data ?? []);
  const ofThreads = new Map(
    answers.map(({ comment, done, text: said }) => [comment, { comment, isDone: done, text: said }]),
  );
  return [...ofThreads.values()].slice(0, MAX_ANSWERS);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
