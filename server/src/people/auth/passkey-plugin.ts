import { passkey } from "@better-auth/passkey";
import { APIError } from "better-auth/api";

/** More than anybody has devices. */
const MAX_PASSKEYS = 50;

/**
 * Passkeys alone sign somebody in, so each time the device has to see that it is them (a finger, a PIN): the library asks for it and
 * takes it without.
 */
export function passkeyPlugin(publicUrl: string) {
  return passkey({
    rpName: "Catalyst",
    origin: publicUrl,
    schema: { passkey: { modelName: "passkeys" } },
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    registration: {
      async afterVerification({ ctx, user, verification }) {
        requireVerified(verification.registrationInfo?.userVerified);
        const where = [{ field: "userId", value: user.id }];
        if ((await ctx.context.adapter.count({ model: "passkey", where })) >= MAX_PASSKEYS) {
          throw new APIError("BAD_REQUEST", { message: `You have ${MAX_PASSKEYS} passkeys. Remove one first.` });
        }
      },
    },
    authentication: {
      afterVerification: async ({ verification }) => requireVerified(verification.authenticationInfo.userVerified),
    },
  });
}

function requireVerified(isVerified: boolean | undefined): void {
  if (isVerified !== true) {
    throw new APIError("UNAUTHORIZED", { message: "That device didn't look who is in front of it." });
  }
}
