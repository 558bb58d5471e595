// One extension of the registry.
using System.Xml.Linq;

namespace VulkanGenerator;

/// <summary>Name as in "VK_KHR_surface", registry number, "instance" or "device", and the XML element with what it requires.</summary>
public sealed record Extension(string Name, int Number, string? Kind, XElement Element);
