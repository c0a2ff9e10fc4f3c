import type { RequestListener } from "node:http";
import { nameRequest } from "../http/name-request.ts";
import { refuse } from "../http/refuse.ts";
import type { Mount } from "./mounts.ts";
import { showWaitingPage } from "./waiting-page.ts";

/** What the port answers: what is mounted, and the web for everything that isn't below `/api`. */
export function createDoor(mounts: readonly Mount[]): RequestListener {
  return (request, response) => {
    nameRequest(request, response);
    const path = (request.url ?? "").split("?", 1)[0] ?? "";
    const mount = mounts.find((one) => isBelow(path, one.path));
    if (mount !== undefined) {
      mount.handle(request, response);
    } else if (isBelow(path, "/api")) {
      refuse(response, { code: "not_found", detail: `There is nothing at ${path.slice(0, 200)}.` });
    } else {
      showWaitingPage(request, response);
    }
  };
}

function isBelow(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`);
}
