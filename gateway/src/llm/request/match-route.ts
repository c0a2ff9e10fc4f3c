import type { Target } from "../../http/parse-target.ts";
import { Refusal } from "../../http/refusal.ts";
import type { Dialect, LlmRoute } from "../dialects/dialect.ts";

/** The route of a request; refuses what is not on the provider's list, parameters included. */
export function matchRoute(
  dialect: Dialect,
  request: { method: string; path: string; query: Target["query"] },
): LlmRoute {
  const { method, path, query } = request;
  const route = dialect.routes.find((candidate) => candidate.method === method && candidate.path.test(path));
  if (route === undefined) {
    throw new Refusal("forbidden", `${method} ${path} is not available through the gateway.`, {
      blockedAction: `${method} ${path}`,
    });
  }
  for (const [name, value] of query) {
    const allowed = Object.hasOwn(route.query ?? {}, name) ? route.query?.[name] : undefined;
    if (allowed === undefined || !allowed.test(value)) {
      throw new Refusal("forbidden", `The query parameter "${name}" is not available through the gateway at ${path}.`, {
        blockedAction: `query parameter at ${method} ${path}`,
      });
    }
  }
  return route;
}
