/** Put in by the build, from package.json: one version number for all. */
declare const CONDENSER_VERSION: string | undefined;

/** The version of this build; "0.0.0" when it runs from source. */
export const version = typeof CONDENSER_VERSION === 'string' ? CONDENSER_VERSION : '0.0.0';
