import type { IncomingMessage } from "node:http";
import { findImage } from "../attachments/images.ts";
import { answerDeviceFlow } from "../device/device-flow.ts";
import { answerManifestForm } from "../manifest/register-app.ts";
import type { World } from "../state/world.ts";
import type { Answer } from "./answer.ts";

/**
 * What isn't of the API and asks for no token: a job's log, an image, the page that registers an App, and what finds out who a person is.
 * null: another path.
 */
export async function answerPage(world: World, request: IncomingMessage, url: URL): Promise<Answer | null> {
  return (
    findLog(world, url.pathname) ??
    findImage(world, url) ??
    (await answerManifestForm(world, request, url)) ??
    answerDeviceFlow(world, request, url)
  );
}

function findLog({ repositories }: World, path: string): Answer | null {
  const [, repository, run] = /^\/_logs\/(\d+)\/(\d+)$/.exec(path) ?? [];
  const found = repositories
    .find(({ id }) => String(id) === repository)
    ?.checkRuns.find(({ id }) => String(id) === run);
  return found ? { status: 200, mediaType: "text/plain", body: found.log } : null;
}
