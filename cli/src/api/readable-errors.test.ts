import { type ApiClient, ApiError } from "@catalyst/api/own";
import { CatalystError } from "@catalyst/core/apart";
import { expect, test } from "vitest";
import { readableErrors } from "./readable-errors.ts";

function failing(error: unknown): ApiClient {
  return {
    call: () => Promise.reject(error),
    // biome-ignore lint/correctness/useYield: it fails before its first item.
    async *follow() {
      throw error;
    },
  };
}

async function followAll(client: ApiClient): Promise<void> {
  for await (const _item of client.follow("streamChanges", { query: {} })) {
    // None comes.
  }
}

test("what the server refuses keeps its code and its words", async () => {
  const client = readableErrors(failing(new ApiError("conflict", "It is so already.")));
  for (const asked of [client.call("getHealth", {}), followAll(client)]) {
    const error = await asked.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CatalystError);
    expect(error).toMatchObject({ code: "conflict", message: "It is so already." });
  }
});

test("a bug of the server stays a bug", async () => {
  const bug = new ApiError("internal", "The request failed.");
  await expect(readableErrors(failing(bug)).call("getHealth", {})).rejects.toBe(bug);
});
