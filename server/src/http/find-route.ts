import { BASE_PATH, type Operation, ROUTES, type Route } from "@catalyst/api";

export interface FoundRoute {
  operation: Operation;
  route: Route;
  params: Record<string, string>;
}

export type RouteSearch =
  | ({ kind: "found" } & FoundRoute)
  /** There is the place, and this can't be done there. */
  | { kind: "other_method"; allowed: string[] }
  | { kind: "none" };

interface Place {
  operation: Operation;
  route: Route;
  segments: string[];
}

const PLACES: Place[] = Object.entries(ROUTES).map(([operation, route]) => ({
  operation: operation as Operation,
  route,
  segments: `${BASE_PATH}${route.path}`.split("/"),
}));

/** The door that a request means. Parameters are as they stand in the path, decoded; one that can't be is none. */
export function findRoute(method: string, pathname: string): RouteSearch {
  const segments = pathname.split("/");
  const matching = PLACES.flatMap((place) => {
    const params = match(place.segments, segments);
    return params === null ? [] : [{ ...place, params, parameters: Object.keys(params).length }];
  });
  // A fixed name comes before a parameter in the same place.
  const fewest = Math.min(...matching.map(({ parameters }) => parameters));
  const here = matching.filter(({ parameters }) => parameters === fewest);
  const found = here.find(({ route }) => methodsOf(route).includes(method));
  if (found !== undefined) {
    return { kind: "found", operation: found.operation, route: found.route, params: found.params };
  }
  return here.length === 0 ? { kind: "none" } : { kind: "other_method", allowed: listMethods(here) };
}

/** A stream has no length to tell of. */
function methodsOf({ method, response }: Route): string[] {
  return method === "get" && response.isStream !== true ? ["GET", "HEAD"] : [method.toUpperCase()];
}

function listMethods(places: Place[]): string[] {
  return [...new Set(places.flatMap(({ route }) => methodsOf(route)))].toSorted();
}

function match(pattern: string[], segments: string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) {
    return null;
  }
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] as string;
    if (!part.startsWith("{")) {
      if (part !== segment) {
        return null;
      }
      continue;
    }
    const value = decode(segment);
    if (value === null || value === "") {
      return null;
    }
    params[part.slice(1, -1)] = value;
  }
  return params;
}

function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
