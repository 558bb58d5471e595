// What an include callback returns: the included text and the name it is known by.
namespace Silk.NET.Shaderc;

/// <summary>UTF-8 name and content with their byte lengths. An empty name marks an error, whose message is the content.</summary>
public unsafe struct IncludeResult
{
    public byte* SourceName;
    public nuint SourceNameLength;
    public byte* Content;
    public nuint ContentLength;
    public void* UserData;

    public IncludeResult(
        byte* sourceName = null, nuint? sourceNameLength = null, byte* content = null, nuint? contentLength = null, void* userData = null)
    {
        SourceName = sourceName;
        SourceNameLength = sourceNameLength ?? 0;
        Content = content;
        ContentLength = contentLength ?? 0;
        UserData = userData;
    }
}
