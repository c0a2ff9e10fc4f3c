import { expect, test } from "vitest";
import { GatewayOutage, outlastOutage } from "./outage.ts";

const signal = new AbortController().signal;

/** Fails with these, one after the other, then succeeds. */
function failing(...errors: Error[]): () => Promise<string> {
  return async () => {
    const error = errors.shift();
    if (error !== undefined) {
      throw error;
    }
    return "done";
  };
}

test.each([
  "fatal: unable to access 'http://127.0.0.1:8787/git/repository.git/': The requested URL returned error: 503",
  "fatal: unable to access 'http://127.0.0.1:8787/git/repository.git/': Failed to connect to 127.0.0.1 port 8787",
  "fatal: unable to access 'http://127.0.0.1:8787/git/repository.git/': Empty reply from server",
  "error: RPC failed; curl 18 transfer closed with outstanding read data remaining",
  "fatal: the remote end hung up unexpectedly",
  "fetch-pack: unexpected disconnect while reading sideband packet\nfatal: early EOF",
])("what git says of an outage is outlasted: %s", async (words) => {
  expect(await outlastOutage(failing(new Error(words), new Error(words)), { signal })).toBe("done");
});

test.each([
  "The requested URL returned error: 403",
  "remote: not our ref",
  "fatal: unable to write file: No space left on device",
])("any other failure is one at once: %s", async (words) => {
  await expect(outlastOutage(failing(new Error(words)), { signal })).rejects.toThrow(words);
});

test("an outage that goes on is told as one", async () => {
  const away = () => Promise.reject(new GatewayOutage("the gateway doesn't answer"));
  await expect(outlastOutage(away, { signal, milliseconds: 300 })).rejects.toBeInstanceOf(GatewayOutage);
});

test("nobody waits for what isn't wanted any more", async () => {
  const abort = new AbortController();
  const away = () => Promise.reject(new GatewayOutage("the gateway doesn't answer"));
  const waiting = outlastOutage(away, { signal: abort.signal });
  abort.abort();
  await expect(waiting).rejects.toThrow();
});
