// Shared by the test shaders.
float affine(float x, float a, float b) { return a * x + b; }
