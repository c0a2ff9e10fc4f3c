import { Agent, request } from "undici";
import type { Cluster } from "../api-server/start-cluster.ts";

/** Those by which the API server signs who pods are, as the operator publishes them for the gateway. */
export async function readIdentityKeys({ address, authority, tokens }: Cluster): Promise<string> {
  const dispatcher = new Agent({ connect: { ca: authority } });
  try {
    const { body } = await request(`${address}/openid/v1/jwks`, {
      dispatcher,
      headers: { authorization: `Bearer ${tokens.admin}`, accept: "application/jwk-set+json" },
    });
    return await body.text();
  } finally {
    await dispatcher.close();
  }
}
