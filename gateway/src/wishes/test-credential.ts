import { type AgentCredential, CatalystError, type CredentialStore, type GatewayAnswer } from "@catalyst/core";
import type { Dispatcher } from "undici";
import { Refusal } from "../http/refusal.ts";
import type { SealedOpener } from "../keys/open-sealed.ts";
import { type OpenedCredential, openStored, secretsOf } from "../keys/open-stored.ts";
import { dialectOf } from "../llm/dialects/subscriptions.ts";
import type { LoginRenewer } from "../llm/subscription/renew-login.ts";
import { describeUnreachable, isRejection, readErrorMessage } from "../llm/upstream/provider-words.ts";
import { sendUpstream, type UpstreamRequest, upstreamUrl } from "../llm/upstream/send-upstream.ts";
import type { Upstreams } from "../llm/upstream/upstream.ts";
import { createByteFinder, createChunkRedactor } from "../redaction/redact-chunks.ts";

const TEST_SECONDS = 10;
/** How much of an error is read. */
const MAX_BYTES = 4096;

export interface TestCredentialDeps extends Pick<SealedOpener, "openCredential"> {
  credentials: Pick<CredentialStore, "get">;
  upstreams: Upstreams;
  renewer: Pick<LoginRenewer, "freshen" | "replaceRefused">;
}

type Tested = Extract<GatewayAnswer, { kind: "tested" }>;

/**
 * Makes the one request by which the provider shows whether it takes the key. An answer that doesn't tell is `unreachable`, with
 * what it was. Throws a CatalystError when there is no such credential or it doesn't open.
 */
export async function testCredential(credentialId: string, deps: TestCredentialDeps): Promise<Tested> {
  const credential = await deps.credentials.get(credentialId);
  if (credential === null) {
    throw new CatalystError("not_found", "Testing the credential failed: it was removed.");
  }
  const stored = await openStored(credential, deps);
  try {
    const opened = await deps.renewer.freshen(stored);
    const tested = await probe(opened, deps);
    const again = tested.httpStatus === 401 ? await deps.renewer.replaceRefused(opened) : null;
    return again === null ? tested.answer : (await probe(again, deps)).answer;
  } catch (error) {
    if (error instanceof Refusal) {
      const outcome = error.kind === "forbidden" ? "rejected" : "unreachable";
      return { kind: "tested", outcome, detail: error.message };
    }
    throw error;
  }
}

async function probe(
  opened: OpenedCredential,
  { upstreams }: TestCredentialDeps,
): Promise<{ answer: Tested; httpStatus: number | null }> {
  const { provider } = opened.credential;
  const request = probeRequest(opened);
  try {
    const answer = await sendUpstream(request, upstreams);
    return {
      answer: judge(provider, answer, await readMasked(answer, opened)),
      httpStatus: answer.statusCode,
    };
  } catch (error) {
    return { answer: unclear(describeFailure(provider, request, error)), httpStatus: null };
  }
}

function probeRequest(opened: OpenedCredential): UpstreamRequest {
  const dialect = dialectOf(opened.credential);
  const { path, query, headers } = dialect.probe;
  return {
    ...{ dialect, opened, path, method: "GET", query: new URLSearchParams(query) },
    // A packed answer couldn't be searched for the key.
    headers: { accept: "application/json", "accept-encoding": "identity", ...headers },
    signal: AbortSignal.timeout(TEST_SECONDS * 1000),
  };
}

/** The answer's beginning without the key, should the provider repeat it. What could be a part of one at the cut is left out. */
async function readMasked({ body }: Dispatcher.ResponseData, opened: OpenedCredential): Promise<string> {
  const redactor = createChunkRedactor(createByteFinder(secretsOf(opened)));
  let text = "";
  for await (const chunk of body as AsyncIterable<Buffer>) {
    text += redactor.push(chunk).toString("utf8");
    if (text.length >= MAX_BYTES) {
      return text.slice(0, MAX_BYTES);
    }
  }
  return text + redactor.end().toString("utf8");
}

function judge(
  provider: AgentCredential["provider"],
  { statusCode: httpStatus, headers }: Dispatcher.ResponseData,
  errorText: string,
): Tested {
  const contentType = String(headers["content-type"] ?? "nothing");
  if (httpStatus >= 200 && httpStatus < 300) {
    return contentType.includes("json")
      ? { kind: "tested", outcome: "ok", detail: "" }
      : unclear(`${provider} answered with ${contentType.slice(0, 100)}. Is that its API's address?`);
  }
  if (httpStatus >= 300 && httpStatus < 400) {
    return unclear(`${provider} answered with a redirect (${httpStatus}), which the gateway doesn't follow.`);
  }
  const said = readErrorMessage(errorText);
  return isRejection({ provider, httpStatus, errorText })
    ? { kind: "tested", outcome: "rejected", detail: said }
    : unclear(`${provider} answered ${httpStatus}: ${said}`);
}

function unclear(detail: string): Tested {
  return { kind: "tested", outcome: "unreachable", detail };
}

function describeFailure(provider: AgentCredential["provider"], request: UpstreamRequest, error: unknown): string {
  if (error instanceof Refusal) {
    return error.message;
  }
  const url = upstreamUrl(request);
  return request.signal.aborted
    ? `${provider} didn't answer within ${TEST_SECONDS} s at ${url.origin}.`
    : describeUnreachable(provider, url, error);
}
