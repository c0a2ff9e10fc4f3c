import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { nameRequest } from "../http/name-request.ts";
import { refuse } from "../http/refuse.ts";
import type { ServerLimits } from "../server-limits.ts";
import { type Admission, admit } from "./admission/admit.ts";
import { allowPage, secureAnswer } from "./front/secure-answer.ts";
import type { Mount } from "./mounts.ts";

export interface DoorDeps extends Omit<Admission, "maxBodyBytes"> {
  limits: Pick<ServerLimits, "maxBodyBytes">;
  mounts: readonly Mount[];
  /** Answers everything that isn't below `/api` and not mounted. */
  front: RequestListener;
  /** Where its forms may lead beside here: the GitHub by which people sign in; null: nowhere. */
  formsTo: string | null;
}

/** What the port answers: what is mounted, and the web for everything that isn't below `/api`. */
export function createDoor(deps: DoorDeps): RequestListener {
  const { address, formsTo } = deps;
  return (request, response) => {
    nameRequest(request, response);
    secureAnswer(response, address);
    const path = (request.url ?? "").split("?", 1)[0] ?? "";
    const mount = findMount(path, deps);
    const { maxBodyBytes = deps.limits.maxBodyBytes } = mount ?? {};
    const admitted = admit(request, { ...deps, maxBodyBytes });
    if (admitted.refusal !== null) {
      refuse(response, admitted.refusal);
    } else if (isBelow(path, "/api")) {
      answerApi(path, { request, response }, mount);
    } else if (admitted.host !== address.host && (request.method === "GET" || request.method === "HEAD")) {
      // One origin for cookies and passkeys. What follows it begins with a slash: it leads nowhere else.
      response.writeHead(307, { location: `${address.origin}${request.url}` }).end();
    } else {
      allowPage({ request, response }, formsTo);
      const handle = mount?.handle ?? deps.front;
      handle(request, response);
    }
  };
}

function answerApi(
  path: string,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
  mount: Mount | undefined,
): void {
  if (mount === undefined) {
    refuse(response, { code: "not_found", detail: `There is nothing at ${path.slice(0, 200)}.` });
  } else {
    mount.handle(request, response);
  }
}

function findMount(path: string, { mounts }: DoorDeps): Mount | undefined {
  return mounts.find((mount) => isBelow(path, mount.path));
}

function isBelow(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`);
}
