import type { Server, ServerResponse } from "node:http";
import { openAnswers } from "./open-answers.ts";

/** Has a server's clients told with each answer from now on that it is the last one over its connection. */
export function giveLastAnswers(server: Server): void {
  const end = (response: ServerResponse) => {
    response.shouldKeepAlive = false;
  };
  for (const response of openAnswers(server)) {
    end(response);
  }
  server.prependListener("request", (_request, response) => end(response));
}
