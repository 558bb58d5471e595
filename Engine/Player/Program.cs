// The program: verbs from the engine and from the plugins found in Plugins/.
return 0;
