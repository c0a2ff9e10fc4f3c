import { PassThrough, Readable } from "node:stream";
import { expect, test } from "vitest";
import { askHidden } from "./ask-hidden.ts";

const interrupted = new AbortController().signal;
const given = (text: string) => Object.assign(Readable.from([Buffer.from(text)]), { isTTY: false }) as never;

test("what is piped in is taken without its last line end, and nothing isn't taken for something", async () => {
  expect(await askHidden("token", { stdin: given("abc \n"), interrupted })).toBe("abc ");
  for (const nothing of ["", "\n", "  \r\n"]) {
    const asked = askHidden("token", { stdin: given(nothing), interrupted });
    await expect(asked).rejects.toMatchObject({ code: "invalid_input", message: expect.stringContaining("the token") });
  }
});

test("a signal ends the question", async () => {
  const stdin = Object.assign(new PassThrough(), { isTTY: true }) as never;
  const asked = askHidden("token", { stdin, interrupted: AbortSignal.abort() });
  await expect(asked).rejects.toMatchObject({ code: "cancelled" });
});
