#version 460
// Does not compile, for the test of the error message.
layout(local_size_x = 1) in;
layout(set = 0, binding = 0) buffer X { float x[]; };

void main()
{
    x[0] = undeclared_name;
}
