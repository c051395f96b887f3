import { type LookupAddress, type LookupOptions, lookup } from "node:dns";
import { isIP } from "node:net";
import { buildConnector } from "undici";
import { isPrivateAddress } from "./private-address.js";

/** Why a connection was not opened. Holds no address: what a name resolves to inside a network is not for users. */
export class AddressRefusedError extends Error {
  override readonly name: string = "AddressRefusedError";
}

/**
 * Opens connections to public addresses only, unless `isTrusted` says yes to the host and port. The address that was
 * checked is the one connected to: the name is resolved once, inside the connection attempt.
 */
export function guardedConnector(isTrusted: (hostname: string, port: number) => boolean): buildConnector.connector {
  const connectAnywhere = buildConnector({});
  const connectPublic = buildConnector({ lookup: lookupPublic });
  return (options, callback) => {
    const { hostname, protocol, port } = options;
    if (isTrusted(hostname, Number(port) || (protocol === "https:" ? 443 : 80))) {
      connectAnywhere(options, callback);
    } else if (isIP(hostname) !== 0 && isPrivateAddress(hostname)) {
      // Connecting to a literal address involves no lookup.
      callback(new AddressRefusedError(hostname), null);
    } else {
      connectPublic(options, callback);
    }
  };
}

type LookupCallback = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/** Like `dns.lookup`, without the addresses that are not public. */
function lookupPublic(hostname: string, options: LookupOptions, callback: LookupCallback): void {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, []);
    const reachable = addresses.filter(({ address }) => !isPrivateAddress(address));
    const [first] = reachable;
    if (first === undefined) callback(new AddressRefusedError(hostname), []);
    else if (options.all === true) callback(null, reachable);
    else callback(null, first.address, first.family);
  });
}
