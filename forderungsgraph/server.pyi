from server import JsonLines as JsonLines
from server import Patience as Patience
from server import Service as Service
from server import Settings as Settings
from server import bound as bound
from server import create_app as create_app
from server import log_to_standard_error as log_to_standard_error
from server import serve as serve
