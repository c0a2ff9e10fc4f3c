import type { CredentialProvider } from "@catalyst/core";
import { Refusal, type RefusalKind } from "../../http/refusal.ts";
import { createJsonScale, LLM_JSON_BOUNDS } from "../../json/weigh-json.ts";
import type { LlmRoute, Metered } from "../dialects/dialect.ts";
import { DIALECTS } from "../dialects/dialects.ts";
import { type InspectedRequest, inspectRequest, type RequestToInspect } from "./inspect-request.ts";

/** Where a route stands: functions can't be sent to a thread. */
export interface RoutePlace {
  provider: CredentialProvider;
  routeNumber: number;
}

/** What is read apart from the thread that answers requests: text whose size a client or a provider decides. */
export type InspectionJob =
  | { kind: "request"; place: RoutePlace; request: RequestToInspect }
  | { kind: "answer"; place: RoutePlace; json: string; metered: Metered };

export type InspectionResult =
  | { kind: "request"; request: InspectedRequest }
  /** null: it isn't JSON, or too much of it. */
  | { kind: "answer"; metered: Metered | null }
  | { kind: "refused"; refusal: { kind: RefusalKind; message: string; blockedAction: string | null } };

export function doInspection(job: InspectionJob): InspectionResult {
  const route = findRoute(job.place);
  if (job.kind === "answer") {
    return { kind: "answer", metered: readAnswer(job, route) };
  }
  if (route.method !== "POST") {
    throw new Error("Only requests with a body are inspected.");
  }
  try {
    return { kind: "request", request: inspectRequest(job.request, route) };
  } catch (error) {
    if (!(error instanceof Refusal)) {
      throw error;
    }
    const { kind, message, blockedAction } = error;
    return { kind: "refused", refusal: { kind, message, blockedAction } };
  }
}

function readAnswer({ json, metered }: InspectionJob & { kind: "answer" }, { meter }: LlmRoute): Metered | null {
  try {
    createJsonScale(LLM_JSON_BOUNDS).push(new TextEncoder().encode(json));
    return meter === null ? metered : meter(JSON.parse(json), metered);
  } catch {
    return null;
  }
}

export function placeOf(provider: CredentialProvider, route: LlmRoute): RoutePlace {
  return { provider, routeNumber: DIALECTS[provider].routes.indexOf(route) };
}

function findRoute({ provider, routeNumber }: RoutePlace): LlmRoute {
  const route = DIALECTS[provider].routes[routeNumber];
  if (route === undefined) {
    throw new Error("There is no such route.");
  }
  return route;
}
