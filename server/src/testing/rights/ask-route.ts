import { request as startRequest } from "node:http";
import { BASE_PATH, type Operation, ROUTES, type Route } from "@catalyst/api";

/** Where somebody asks, and by what. */
export interface Door {
  place: { socketPath: string } | { url: string };
  bearer: string | null;
}

export interface Said {
  status: number;
  /** `ok`, or the problem's. */
  code: string;
  /** The whole answer; of a stream, what it had by its first sign that there is nothing more. */
  words: string;
}

interface Parts {
  params?: Record<string, string>;
  query?: Record<string, string | number>;
  body?: unknown;
}

/** One request as a program sends it, to any route. */
export function askRoute(operation: Operation, request: object, { place, bearer }: Door): Promise<Said> {
  const { params = {}, query = {}, body } = request as Parts;
  const { method, path, response }: Route = ROUTES[operation];
  const said = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] as string));
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]) => [name, String(value)] as [string, string]),
  );
  const target = "url" in place ? { port: new URL(place.url).port, host: "127.0.0.1" } : place;
  const options = {
    ...target,
    agent: false,
    method: method.toUpperCase(),
    path: `${BASE_PATH}${said}${search.size === 0 ? "" : `?${search}`}`,
    headers: {
      host: "url" in place ? new URL(place.url).host : "localhost",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
    },
  } as const;
  return new Promise((resolve, reject) => {
    const sent = startRequest(options, (message) => {
      let words = "";
      const status = message.statusCode ?? 0;
      const finish = () => resolve({ status, code: status < 400 ? "ok" : codeOf(words), words });
      message.setEncoding("utf8");
      message.on("data", (text: string) => {
        words += text;
        // A sign of life comes when all that was there has been written.
        if (response.isStream === true && words.endsWith("\n:\n\n")) {
          finish();
          message.destroy();
        }
      });
      message.on("end", finish);
      message.on("error", () => undefined);
    });
    sent.on("error", reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function codeOf(words: string): string {
  return (JSON.parse(words) as { code: string }).code;
}
