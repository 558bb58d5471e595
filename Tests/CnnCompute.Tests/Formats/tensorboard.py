# Reads an event file by protobuf's own library and TensorFlow's public schema; prints each event as a line of JSON.
import json
import math
import struct
import sys

from google.protobuf import descriptor_pb2, descriptor_pool

try:
    from google.protobuf.message_factory import GetMessageClass
except ImportError:
    from google.protobuf.message_factory import MessageFactory

    def GetMessageClass(descriptor):
        return MessageFactory().GetPrototype(descriptor)

DOUBLE, FLOAT, INT64, INT32, STRING, MESSAGE, BYTES = 1, 2, 3, 5, 9, 11, 12


def schema():
    """What tensorflow/core/util/event.proto and framework/summary.proto say, with their numbers."""
    file = descriptor_pb2.FileDescriptorProto(name="event.proto", package="tensorflow", syntax="proto3")

    def message(parent, name, oneof, *fields):
        made = parent.add(name=name)
        if oneof:
            made.oneof_decl.add(name=oneof)
        for field, number, kind, repeated, alternative in fields:
            entry = made.field.add(name=field, number=number, label=3 if repeated else 1)
            if isinstance(kind, str):
                entry.type, entry.type_name = MESSAGE, kind
            else:
                entry.type = kind
            if alternative:
                entry.oneof_index = 0
        return made

    message(file.message_type, "Event", "what", ("wall_time", 1, DOUBLE, 0, 0), ("step", 2, INT64, 0, 0), ("file_version", 3, STRING, 0, 1),
            ("graph_def", 4, BYTES, 0, 1), ("summary", 5, ".tensorflow.Summary", 0, 1), ("meta_graph_def", 9, BYTES, 0, 1))
    message(file.message_type, "HistogramProto", None, ("min", 1, DOUBLE, 0, 0), ("max", 2, DOUBLE, 0, 0), ("num", 3, DOUBLE, 0, 0),
            ("sum", 4, DOUBLE, 0, 0), ("sum_squares", 5, DOUBLE, 0, 0), ("bucket_limit", 6, DOUBLE, 1, 0), ("bucket", 7, DOUBLE, 1, 0))
    summary = message(file.message_type, "Summary", None, ("value", 1, ".tensorflow.Summary.Value", 1, 0))
    message(summary.nested_type, "Image", None, ("height", 1, INT32, 0, 0), ("width", 2, INT32, 0, 0), ("colorspace", 3, INT32, 0, 0),
            ("encoded_image_string", 4, BYTES, 0, 0))
    message(summary.nested_type, "Value", "value", ("tag", 1, STRING, 0, 0), ("node_name", 7, STRING, 0, 0), ("simple_value", 2, FLOAT, 0, 1),
            ("obsolete_old_style_histogram", 3, BYTES, 0, 1), ("image", 4, ".tensorflow.Summary.Image", 0, 1),
            ("histo", 5, ".tensorflow.HistogramProto", 0, 1))
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return GetMessageClass(pool.FindMessageTypeByName("tensorflow.Event"))


def masked(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    crc ^= 0xFFFFFFFF
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def records(data):
    at = 0
    while at < len(data):
        header, (check,) = data[at:at + 8], struct.unpack("<I", data[at + 8:at + 12])
        assert check == masked(header), f"checksum of the length at {at}"
        (length,) = struct.unpack("<Q", header)
        body, (check,) = data[at + 12:at + 12 + length], struct.unpack("<I", data[at + 12 + length:at + 16 + length])
        assert check == masked(body), f"checksum of the record at {at}"
        at += 16 + length
        yield body


Event = schema()
for body in records(open(sys.argv[1], "rb").read()):
    event = Event.FromString(body)
    line = {"step": event.step, "time": event.wall_time, "version": event.file_version, "values": []}
    for value in event.summary.value:
        kind = value.WhichOneof("value")
        shown = {"tag": value.tag, "kind": kind}
        if kind == "simple_value":
            shown["number"] = value.simple_value if math.isfinite(value.simple_value) else None
        elif kind == "image":
            shown["numbers"] = [value.image.width, value.image.height, value.image.colorspace, len(value.image.encoded_image_string)]
        elif kind == "histo":
            h = value.histo
            shown["numbers"] = [h.min, h.max, h.num, h.sum, h.sum_squares]
            shown["limits"], shown["counts"] = list(h.bucket_limit), list(h.bucket)
        line["values"].append(shown)
    print(json.dumps(line))
