import gc

gc.disable()  # what is loaded now stays: looking through it for garbage takes a third of the start, and of many a page

from application import create_app
from config import Config

app = create_app(Config.from_environ())
gc.freeze()
gc.enable()
