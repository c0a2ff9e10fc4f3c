import { rotateGatewayKeys } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { withStores } from "../open-stores.ts";
import { cleanTerminalText } from "../output/clean-terminal-text.ts";
import { formatPlural } from "../output/format-quantity.ts";
import { awaitingGateway } from "../sealing/gateway-answers.ts";

type Rotated = Awaited<ReturnType<typeof rotateGatewayKeys>>;

export async function rotateKey(context: CliContext): Promise<void> {
  const { output } = context;
  const config = await context.readConfig();
  const rotated = await withStores(context, async (stores) => {
    output.status("waiting for the gateway …");
    return rotateGatewayKeys(awaitingGateway(config, stores)).finally(() => output.status(null));
  });
  output.data(
    `Credentials and secrets are sealed to the gateway's key ${rotated.keyId} now; ${formatPlural(rotated.wrappedCount, "sealed value")} wrapped anew.`,
  );
  for (const line of [...describeGiven(rotated, config.gatewayKeyFile), ...describeNeeded(rotated)]) {
    output.say(cleanTerminalText(line));
  }
}

/** Where the gateway doesn't keep its keys itself, whoever gives them to it removes them too. */
function describeGiven({ removableKeyIds, wrappedCount, keyId }: Rotated, file: string | null): string[] {
  if (removableKeyIds === null) {
    return [];
  }
  const place = file ?? "CATALYST_GATEWAY_KEY_FILE";
  if (removableKeyIds.length > 0) {
    return [`Nothing is sealed to the older keys any more (${removableKeyIds.join(", ")}): remove them from ${place}.`];
  }
  return wrappedCount > 0
    ? []
    : [
        `${keyId} is the first key in ${place}. For another one put it before that line, then run this again: openssl rand -base64 32`,
      ];
}

function describeNeeded({ neededKeyIds, problems }: Rotated): string[] {
  return neededKeyIds.length === 0
    ? []
    : [
        `Something is sealed to older keys still (${neededKeyIds.join(", ")}), which are kept. Mend it, then run this again.`,
        ...problems,
      ];
}
