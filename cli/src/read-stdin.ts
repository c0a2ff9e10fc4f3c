import { CatalystError } from "@catalyst/core/apart";

const MAX_BYTES = 1024 * 1024;

/** All of standard input as text, at most 1 MiB. */
export async function readStdin(stdin: AsyncIterable<Buffer | string>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stdin) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > MAX_BYTES) {
      throw new CatalystError("invalid_input", "Reading standard input failed: it is longer than 1 MiB. Shorten it.");
    }
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}
