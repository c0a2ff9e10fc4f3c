import type { GatewayAddress } from "@catalyst/core";
import { GatewayOutage, outlastOutage } from "../gateway/outage.ts";
import { proveGateway } from "../gateway/prove-gateway.ts";

/** For one try, while there are others. */
const TRY_MILLISECONDS = 2000;

/** The first of the gateway's addresses that the gateway answers at: not each cluster has both families. */
export async function chooseGateway(
  addresses: readonly GatewayAddress[],
  signal: AbortSignal,
): Promise<GatewayAddress> {
  const [only] = addresses;
  if (only === undefined) {
    throw new Error("No gateway's address was told.");
  }
  if (addresses.length === 1) {
    await proveGateway(only, { signal });
    return only;
  }
  return outlastOutage(
    async () => {
      let last: unknown;
      for (const address of addresses) {
        try {
          await proveGateway(address, { signal, milliseconds: TRY_MILLISECONDS });
          return address;
        } catch (error) {
          if (!(error instanceof GatewayOutage)) {
            throw error;
          }
          last = error;
        }
      }
      throw last;
    },
    { signal },
  );
}
