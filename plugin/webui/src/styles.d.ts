/** Style sheets are esbuild's to read. */
declare module '*.css';
