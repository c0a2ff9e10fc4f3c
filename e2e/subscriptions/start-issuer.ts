import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { jwtOf } from "@catalyst/core/testing";

export const ISSUER_ACCOUNT = "account-1234";
export const ISSUED = {
  id_token: jwtOf({ "https://api.openai.com/auth": { chatgpt_account_id: ISSUER_ACCOUNT } }),
  access_token: jwtOf({ exp: 4_000_000_000 }),
  refresh_token: "rt-of-the-device-0123456789",
};

/** Whoever signs people in to ChatGPT by a code, as Codex CLI asks it. */
export interface Issuer {
  url: string;
  close(): void;
}

/** `nextStatus`: what whoever waits for the sign-in is answered, each time that it asks. */
export async function startIssuer(nextStatus: () => number | undefined): Promise<Issuer> {
  const server = createServer(({ url = "" }, response) => {
    if (url.endsWith("/deviceauth/usercode")) {
      answer(response, { device_auth_id: "device", user_code: "ABCD-EFGH", interval: "1" });
    } else if (url.endsWith("/deviceauth/token")) {
      const granted = { authorization_code: "code", code_challenge: "challenge", code_verifier: "verifier" };
      answer(response, granted, nextStatus());
    } else {
      answer(response, ISSUED);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}

function answer(response: ServerResponse, body: object, httpStatus = 200): void {
  response.writeHead(httpStatus, { "content-type": "application/json" }).end(JSON.stringify(body));
}
