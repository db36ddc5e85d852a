/** The names of the apps in this build, set by vite.config.ts. */
declare const __APPS__: readonly string[]
