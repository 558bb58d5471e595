// A picture file as an example.
namespace CnnCompute;

/// <summary>A file of an example folder.</summary>
/// <param name="Class">The class's folder.</param>
/// <param name="File">The file's name in it.</param>
public sealed record StoredExample(string Class, string File);
