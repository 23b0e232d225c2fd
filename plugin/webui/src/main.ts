import { PROTOCOL_VERSION } from '@condenser/protocol';

/** The protocol version this page speaks. The page itself is built by an issue of its own. */
export const pageProtocolVersion = PROTOCOL_VERSION;
