import type { CredentialProvider } from "@catalyst/core";
import { recordBounded } from "../../events/record-event.ts";
import type { Exchange } from "../../exchange.ts";
import { Refusal } from "../../http/refusal.ts";

/** Tells in the transcript that a login can't be used, as what a provider refuses is told; throws the error again. */
export async function tellRefused(exchange: Exchange, provider: CredentialProvider, error: unknown): Promise<never> {
  if (error instanceof Refusal) {
    const { httpStatus, message: detail } = error;
    await recordBounded(exchange, { type: "llm_error", provider, httpStatus, detail });
  }
  throw error;
}
