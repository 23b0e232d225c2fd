/** A page, as the text that the build puts into the bundle. */
declare module '*.html' {
  const text: string;
  export default text;
}
