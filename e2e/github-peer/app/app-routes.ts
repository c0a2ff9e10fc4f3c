import { json } from "../door/answer.ts";
import { answerConversion } from "../manifest/register-app.ts";
import type { Call, CallerRoute } from "../route.ts";
import { viewApp } from "../views/view-app.ts";

/** The App itself. */
export const APP_ROUTES: readonly CallerRoute[] = [
  { operation: "apps/get-authenticated", by: ["app"], answer: answerApp },
  { operation: "apps/create-from-manifest", by: ["nobody", "person"], answer: answerConversion },
];

function answerApp({ world }: Call) {
  const app = viewApp(world.app, world.address);
  return json(200, { ...app, installations_count: world.installations.length });
}
